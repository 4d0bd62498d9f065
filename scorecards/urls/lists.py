from django.urls import path

from scorecards.views import deliveries, exception_lists, kept_lists, tally_sheets

urlpatterns = [
    path("rounds/<int:pk>/lists/", deliveries.round_deliveries, name="round-deliveries"),
    path("rounds/<int:pk>/lists/new/", exception_lists.round_delivery_new, name="round-delivery-new"),
    path("rounds/<int:pk>/lists/check/", exception_lists.round_delivery_check, name="round-delivery-check"),
    path("rounds/<int:pk>/lists/apply/", exception_lists.round_delivery_apply, name="round-delivery-apply"),
    path("lists/<int:pk>/", kept_lists.delivery_detail, name="delivery-detail"),
    path("lists/<int:pk>/enter/", kept_lists.delivery_enter, name="delivery-enter"),
    path("lists/<int:pk>/undo/", kept_lists.delivery_undo, name="delivery-undo"),
    path("groups/<int:pk>/tallies/", tally_sheets.tally_list, name="tally-list"),
    path("groups/<int:pk>/tallies/<str:slot>/", tally_sheets.tally_sheet, name="tally-sheet"),
    path("groups/<int:pk>/tallies/<str:slot>/save/", tally_sheets.tally_save, name="tally-save"),
    path("groups/<int:pk>/tallies/<str:slot>/confirm/", tally_sheets.tally_confirm, name="tally-confirm"),
]
