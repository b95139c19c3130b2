"""The screens, one module each, in the order of the navigation."""

from fastapi import APIRouter

from service.routes import admin, folders, inbox, learn, manual, orders, orders_import, overview, papers, review, search

ROUTERS: tuple[APIRouter, ...] = (
    inbox.router,
    review.router,
    orders_import.router,  # these two before folders, whose /mappen/{number} would take their addresses for numbers
    orders.router,
    folders.router,
    papers.router,
    search.router,
    overview.router,
    learn.router,
    manual.router,
    admin.router,
)
