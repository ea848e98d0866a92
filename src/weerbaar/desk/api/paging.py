"""A list, one page at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from ninja import P, QueryEx

M = TypeVar("M", bound=Model)
PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 20, 100, 100_000
Number = QueryEx[int, P(ge=1, le=LAST_PAGE)]
PerPage = QueryEx[int, P(ge=1, le=MOST_PER_PAGE)]


def page_of(rows: "QuerySet[M]", shape: Callable[[M], dict[str, Any]], page: int, per_page: int) -> dict[str, Any]:
    """One page; a number after the last page gives none, which is no mistake."""
    pages = Paginator(rows, per_page)
    here = pages.page(page) if page <= pages.num_pages else None
    return {
        "items": [shape(row) for row in here.object_list] if here else [],
        "count": pages.count,
        "page": page,
        "next": page + 1 if here and here.has_next() else None,
    }
