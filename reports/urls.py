from django.urls import path

from reports import archiving, ordering_views, removing_views, signing, views

app_name = "reports"
urlpatterns = [
    path("release-drafts/<int:pk>/approve/", views.release_approve, name="release-approve"),
    path("release-drafts/<int:pk>/sign/", signing.release_sign, name="release-sign"),
    path("corrections/<int:pk>/approve/", signing.correction_approve, name="correction-approve"),
    path("corrections/<int:pk>/sign/", signing.correction_sign, name="correction-sign"),
    path("rounds/<int:pk>/archive.zip", archiving.round_archive, name="round-archive"),
    path("rounds/<int:pk>/remove/", removing_views.trial_remove, name="trial-remove"),
    path("documents/", views.document_list, name="document-list"),
    path("documents/<int:pk>/", views.document_detail, name="document-detail"),
    path("documents/<int:pk>/download/", views.document_download, name="document-download"),
    path("documents/<int:pk>/retry/", views.document_retry, name="document-retry"),
    path("rounds/<int:pk>/papers/", ordering_views.round_papers, name="round-papers"),
    path("rounds/<int:pk>/papers/order/", ordering_views.paper_order, name="paper-order"),
    path("rounds/<int:pk>/ranking.xlsx", ordering_views.round_xlsx, name="round-xlsx"),
    path("releases/<int:pk>/ranking.xlsx", ordering_views.release_xlsx, name="release-xlsx"),
    path("cards/<int:pk>/feedback/order/", ordering_views.feedback_order, name="feedback-order"),
    path("verify/", views.verify, name="verify"),
]
