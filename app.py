"""Province Atlas: the page's front door. Run it with ``streamlit run app.py``."""

import streamlit as st

from geo.ui import address, data, frame, maps, paper, rollout, sources, widgets

widgets.choose_language()
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
chosen = st.navigation(pages, position="hidden")
frame.draw(pages, chosen)
with widgets.errors_as_messages():
    widgets.tell_nonsense()
    chosen.run()
address.seen()
