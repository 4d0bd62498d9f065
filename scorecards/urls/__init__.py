"""Addresses of the scoring room, a module an object."""

from scorecards.urls import cards, checking, lists, results, rounds, rubrics

app_name = "scorecards"
urlpatterns = [
    *rounds.urlpatterns,
    *results.urlpatterns,
    *checking.urlpatterns,
    *cards.urlpatterns,
    *lists.urlpatterns,
    *rubrics.urlpatterns,
]
