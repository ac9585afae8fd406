"""Official papers in the layout of Decree 30/2020/NĐ-CP: what they say, apart from how DOCX and PDF show it."""
