from django.urls import path

from scorecards.views import card_full, card_saving, cards, evidence, own_items

urlpatterns = [
    path("cards/", cards.card_list, name="card-list"),
    path("cards/<int:pk>/", cards.card_detail, name="card-detail"),
    path("cards/<int:pk>/fill/", cards.card_fill, name="card-fill"),
    path("cards/<int:pk>/save/", card_saving.card_save, name="card-save"),
    path("cards/<int:pk>/full/", card_full.card_full, name="card-full"),
    path("cards/<int:pk>/full/fill/", card_full.card_full_fill, name="card-full-fill"),
    path("cards/<int:pk>/full/undo/", card_full.card_full_undo, name="card-full-undo"),
    path("marks/<int:pk>/evidence/", evidence.mark_evidence, name="mark-evidence"),
    path("marks/<int:pk>/evidence/add/", evidence.mark_evidence_add, name="mark-evidence-add"),
    path("marks/<int:pk>/evidence/reuse/", evidence.mark_evidence_reuse, name="mark-evidence-reuse"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("marks/<int:pk>/own-items/", own_items.mark_own_items, name="mark-own-items"),
    path("marks/<int:pk>/own-items/propose/", own_items.own_item_propose, name="mark-own-item-propose"),
    path("own-items/<int:pk>/withdraw/", own_items.own_item_withdraw, name="own-item-withdraw"),
    path("own-items/<int:pk>/decide/", own_items.own_item_decide, name="own-item-decide"),
    path("groups/<int:pk>/own-items/", own_items.group_own_items, name="group-own-items"),
    path("cards/<int:pk>/review/", cards.card_review, name="card-review"),
    path("cards/<int:pk>/submit/", cards.card_submit, name="card-submit"),
]
