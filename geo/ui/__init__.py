"""The Streamlit pages: the only folder that imports streamlit, and it imports no data library."""
