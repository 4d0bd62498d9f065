from django.urls import path

from scorecards.views import card_changes, group_ranking, histories, results, standings, what_if

urlpatterns = [
    path("rounds/<int:pk>/release/", results.release_detail, name="release-detail"),
    path("rounds/<int:pk>/release/prepare/", results.release_prepare, name="release-prepare"),
    path("release-drafts/<int:pk>/withdraw/", results.release_withdraw, name="release-withdraw"),
    path("rounds/<int:pk>/what-if/", what_if.round_what_if, name="what-if"),
    path("history/", histories.own_history, name="own-history"),
    path("units/<int:pk>/history/", histories.unit_history, name="unit-history"),
    path("branches/<int:pk>/history/", histories.branch_history, name="branch-history"),
    path("groups/<int:pk>/ranking/", group_ranking.group_ranking, name="group-ranking"),
    path(
        "groups/<int:pk>/ranking/preview/", group_ranking.group_ranking_preview, name="group-ranking-preview"
    ),
    path("groups/<int:pk>/ranking/save/", group_ranking.group_ranking_save, name="group-ranking-save"),
    path("cards/<int:pk>/changes/", card_changes.card_changes, name="card-changes"),
    path("rounds/<int:pk>/standings/", standings.round_standings, name="round-standings"),
    path("groups/<int:pk>/standings/", standings.standings, name="standings"),
]
