"""The page with its server as it goes to others: ``streamlit run serve.py``, or ``geo app``."""

import streamlit as st

from geo.ui import server

app = st.App("app.py", lifespan=server.lifespan, middleware=server.middleware())
