"""Addresses of the web rooms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
