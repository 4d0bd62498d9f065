from django.urls import path

from scorecards.views import cards

urlpatterns = [
    path("cards/", cards.card_list, name="card-list"),
    path("cards/<int:pk>/", cards.card_detail, name="card-detail"),
    path("cards/<int:pk>/fill/", cards.card_fill, name="card-fill"),
    path("cards/<int:pk>/save/", cards.card_save, name="card-save"),
    path("cards/<int:pk>/review/", cards.card_review, name="card-review"),
    path("cards/<int:pk>/submit/", cards.card_submit, name="card-submit"),
]
