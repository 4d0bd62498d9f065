"""Addresses of the scoring room, a module an object."""

from scorecards.urls import cards, chasing, checking, lists, rechecks, results, rounds, rubrics, settling

app_name = "scorecards"
urlpatterns = [
    *rounds.urlpatterns,
    *chasing.urlpatterns,
    *results.urlpatterns,
    *checking.urlpatterns,
    *cards.urlpatterns,
    *lists.urlpatterns,
    *rechecks.urlpatterns,
    *settling.urlpatterns,
    *rubrics.urlpatterns,
]
