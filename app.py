"""Province Atlas: the page's front door. Run it with ``streamlit run app.py``.

Streamlit reads this twice: a server that starts takes ``app``, the page with what stands around it;
then each visitor runs the page.
"""

import streamlit as st
from streamlit import runtime

from geo.ui import server

if not runtime.exists():
    app = st.App(
        __file__, lifespan=server.lifespan, routes=server.routes(), middleware=server.middleware()
    )
else:
    from geo.ui import address, data, frame, maps, paper, rollout, sources, widgets

    widgets.choose_language()
    pages = [
        st.Page(
            page.show, title=widgets.words(f"page_{name}"), url_path=name, default=name == "map"
        )
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
