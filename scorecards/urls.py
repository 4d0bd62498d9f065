from django.urls import path

from scorecards.views import cards, matrix, results, rounds

app_name = "scorecards"
urlpatterns = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/start-checking/", rounds.round_start_checking, name="round-start-checking"),
    path("rounds/<int:pk>/lock/", rounds.round_lock, name="round-lock"),
    path("rounds/<int:pk>/release/", results.release_detail, name="release-detail"),
    path("rounds/<int:pk>/release/prepare/", results.release_prepare, name="release-prepare"),
    path("release-drafts/<int:pk>/withdraw/", results.release_withdraw, name="release-withdraw"),
    path("groups/<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("groups/<int:pk>/matrix/save/", matrix.matrix_save, name="matrix-save"),
    path("groups/<int:pk>/confirm/", rounds.group_confirm, name="group-confirm"),
    path("groups/<int:pk>/standings/", results.standings, name="standings"),
    path("rubrics/<int:pk>/", rounds.rubric_detail, name="rubric-detail"),
    path("cards/", cards.card_list, name="card-list"),
    path("cards/<int:pk>/", cards.card_detail, name="card-detail"),
    path("cards/<int:pk>/fill/", cards.card_fill, name="card-fill"),
    path("cards/<int:pk>/save/", cards.card_save, name="card-save"),
    path("cards/<int:pk>/review/", cards.card_review, name="card-review"),
    path("cards/<int:pk>/submit/", cards.card_submit, name="card-submit"),
]
