"""The screens, one module each, in the order of the navigation, and who may use them: for looking, and for changing something."""

from fastapi import APIRouter
from fastapi.params import Depends

from service.auth.may import anybody, may
from service.auth.rights import Right
from service.routes import (
    account,
    admin,
    certificates,
    compare,
    course,
    devices,
    evaluation,
    firms,
    folders,
    inbox,
    learn,
    learned,
    leaves,
    login,
    manual,
    orders,
    orders_import,
    overview,
    papers,
    people,
    profile,
    purchase_orders,
    quality,
    receiving,
    review,
    review_acts,
    search,
    seat,
    setup,
    sheets,
    words,
)

ROUTERS: tuple[tuple[APIRouter, Depends], ...] = (
    (inbox.router, may(Right.LOOK, Right.HAND_IN)),
    # Before review, whose /klaerung/{number} would take its addresses for numbers.
    (review_acts.router, may(Right.WORK)),
    (review.router, may(Right.LOOK, Right.WORK)),
    # These two before folders, whose /mappen/{number} would take their addresses for numbers.
    (orders_import.router, may(Right.WORK)),
    (orders.router, may(Right.WORK)),
    (folders.router, may(Right.LOOK, Right.WORK)),
    (purchase_orders.router, may(Right.LOOK, Right.WORK)),
    (firms.supplier_router, may(Right.LOOK, Right.WORK)),
    (firms.customer_router, may(Right.LOOK, Right.WORK)),
    (receiving.router, may(Right.LOOK, Right.RECEIVE)),
    (papers.router, may(Right.LOOK, Right.WORK)),
    (compare.router, may(Right.LOOK, Right.WORK)),
    (leaves.router, may(Right.WORK)),
    (words.router, may(Right.LOOK)),
    (search.router, may(Right.LOOK)),
    (overview.router, may(Right.LOOK, Right.WORK)),
    (sheets.router, may(Right.LEARN)),
    (learn.router, may(Right.LEARN)),
    # These two before course, whose /kurse/{number} would take their addresses for numbers.
    (certificates.router, may(Right.TEACH)),
    (evaluation.router, may(Right.TEACH)),
    (course.router, may(Right.TEACH)),
    (manual.router, may(Right.LOOK)),
    (admin.router, may(Right.MANAGE)),
    (profile.router, may(Right.MANAGE)),
    (quality.router, may(Right.MANAGE)),
    (learned.router, may(Right.LOOK, Right.WORK)),
    (people.router, may(Right.MANAGE)),
    (devices.router, may(Right.MANAGE)),
    (account.router, may(Right.LOOK)),
    (login.router, anybody()),
    (seat.router, anybody()),
    (setup.router, anybody()),
)
