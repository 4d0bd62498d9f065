from django.urls import path

from scorecards.views import rounds

urlpatterns = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:pk>/start-checking/", rounds.round_start_checking, name="round-start-checking"),
    path("rounds/<int:pk>/lock/", rounds.round_lock, name="round-lock"),
]
