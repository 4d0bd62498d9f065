from django.urls import path

from scorecards.views import chasing

urlpatterns = [
    path("rounds/<int:pk>/chase/", chasing.chase_list, name="chase-list"),
    path("rounds/<int:pk>/chase/remind/", chasing.chase_remind, name="chase-remind"),
]
