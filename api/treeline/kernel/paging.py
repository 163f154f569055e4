"""Pagination: takes `?page=&limit=`, returns `{data, page, limit, total, has_more}`."""

from typing import Generic, Self, TypeVar

from pydantic import Field

from treeline.kernel.schemas import Query, Schema


class PageQuery(Query):
    page: int = Field(1, ge=1, le=99999)
    limit: int = Field(20, ge=1, le=100)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit


Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    data: list[Item]
    page: int
    limit: int
    total: int
    has_more: bool

    @classmethod
    def of(cls, items: list[Item], total: int, query: PageQuery) -> Self:
        return cls(
            data=items,
            page=query.page,
            limit=query.limit,
            total=total,
            has_more=query.offset + len(items) < total,
        )
