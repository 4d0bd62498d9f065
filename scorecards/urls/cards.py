from django.urls import path

from scorecards.views import card_submit, cards, endorsing, entering, late, prechecking, sampling

urlpatterns = [
    path("cards/", cards.card_list, name="card-list"),
    path("cards/<int:pk>/", cards.card_detail, name="card-detail"),
    path("cards/<int:pk>/fill/", cards.card_fill, name="card-fill"),
    path("cards/<int:pk>/save/", cards.card_save, name="card-save"),
    path("cards/<int:pk>/review/", card_submit.card_review, name="card-review"),
    path("cards/<int:pk>/submit/", card_submit.card_submit, name="card-submit"),
    path("cards/<int:pk>/submit-late/", card_submit.card_submit_late, name="card-submit-late"),
    path("cards/<int:pk>/late/accept/", late.card_late_accept, name="card-late-accept"),
    path("cards/<int:pk>/late/decline/", late.card_late_decline, name="card-late-decline"),
    path("cards/<int:pk>/entering/", entering.card_entering, name="card-entering"),
    path("cards/<int:pk>/enter-for/", entering.card_enter_for, name="card-enter-for"),
    path("cards/<int:pk>/sign/", endorsing.card_sign, name="card-sign"),
    path("endorsing/", endorsing.endorsing_list, name="endorsing-list"),
    path("cards/<int:pk>/endorsing/", endorsing.card_endorsing, name="card-endorsing"),
    path("cards/<int:pk>/endorse/", endorsing.card_endorse, name="card-endorse"),
    path("cards/<int:pk>/endorse/return/", endorsing.card_endorse_return, name="card-endorse-return"),
    path("prechecks/", prechecking.precheck_list, name="precheck-list"),
    path("cards/<int:pk>/precheck/", prechecking.card_precheck, name="card-precheck"),
    path("cards/<int:pk>/precheck/save/", prechecking.card_precheck_save, name="card-precheck-save"),
    path("cards/<int:pk>/precheck/copy/", prechecking.card_precheck_copy, name="card-precheck-copy"),
    path("groups/<int:pk>/sample/", sampling.group_sample, name="group-sample"),
    path("groups/<int:pk>/sample/tick/", sampling.group_sample_tick, name="group-sample-tick"),
    path("groups/<int:pk>/sample/draw/", sampling.group_sample_draw, name="group-sample-draw"),
    path("groups/<int:pk>/sample/count/", sampling.group_sample_count, name="group-sample-count"),
    path("rounds/<int:pk>/late/", late.round_late, name="round-late"),
]
