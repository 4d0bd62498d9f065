from django.urls import path, register_converter

from scorecards.urls.slots import SlotConverter
from scorecards.views import (
    card_check,
    card_return,
    check_queue,
    confirming,
    gates,
    matrix,
    matrix_batches,
    matrix_full,
    matrix_items,
    matrix_paste,
)

register_converter(SlotConverter, "slot")

urlpatterns = [
    path("groups/<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("groups/<int:pk>/matrix/save/", matrix.matrix_save, name="matrix-save"),
    path("groups/<int:pk>/paste/", matrix_paste.paste_new, name="paste-new"),
    path("groups/<int:pk>/paste/check/", matrix_paste.paste_check, name="paste-check"),
    path("groups/<int:pk>/paste/apply/", matrix_paste.paste_apply, name="paste-apply"),
    path("groups/<int:pk>/items/<slot:slot>/", matrix_items.item_marks_page, name="item-marks"),
    path("groups/<int:pk>/items/<slot:slot>/save/", matrix_items.item_marks_save, name="item-marks-save"),
    path("groups/<int:pk>/full/", matrix_full.full_list, name="full-list"),
    path("groups/<int:pk>/full/give/", matrix_full.full_give, name="full-give"),
    path("groups/<int:pk>/batches/", matrix_batches.batch_list, name="batch-list"),
    path("batches/<int:pk>/undo/", matrix_batches.batch_undo, name="batch-undo"),
    path("groups/<int:pk>/confirm/", confirming.group_confirm, name="group-confirm"),
    path("rounds/<int:pk>/queue/", check_queue.round_queue, name="round-queue"),
    path("cards/<int:pk>/check/", card_check.card_check, name="card-check"),
    path("cards/<int:pk>/check/save/", card_check.card_check_save, name="card-check-save"),
    path("cards/<int:pk>/return/", card_return.card_return, name="card-return"),
    path("cards/<int:pk>/recall/", card_return.card_recall, name="card-recall"),
    path("cards/<int:pk>/confirm/", confirming.card_confirm, name="card-confirm"),
    path("cards/<int:pk>/gates/", gates.card_gates, name="card-gates"),
    path("cards/<int:pk>/gates/set/", gates.card_gate_set, name="card-gate-set"),
    path("gate-hits/<int:pk>/clear/", gates.gate_hit_clear, name="gate-hit-clear"),
]
