"""Province Atlas: the page's front door. Run it with ``streamlit run app.py``."""

import streamlit as st

from geo.ui import data, maps, paper, rollout, sources, widgets

st.set_page_config(page_title="Province Atlas 省域图集", layout="wide")
language = widgets.choose_language()
pages = [
    st.Page(page.show, title=widgets.words(f"page_{name}"), url_path=name, default=name == "map")
    for name, page in (
        ("map", maps),
        ("rollout", rollout),
        ("data", data),
        ("figures", paper),
        ("sources", sources),
    )
]
with widgets.errors_as_messages():
    st.navigation(pages, position="top").run()
