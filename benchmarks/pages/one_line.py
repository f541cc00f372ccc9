"""The least that Streamlit can show: a list, and a line of text that follows it."""

import streamlit as st
from provinces import choose

st.html(f"<p class='line'>{choose()}</p>")
