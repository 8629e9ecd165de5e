from django.urls import path

from thanthien.web.desk.proofs import calendar, capture, checks, filed, more, reuse

urlpatterns = [
    path("proofs/", calendar.proofs, name="proofs"),
    path("proofs/calendar/", calendar.calendar, name="proof_calendar"),
    path("proofs/calendar/<int:pk>/", calendar.period, name="proof_period"),
    path("proofs/reuse/", reuse.reuse, name="proof_reuse"),
    path("proofs/reuse/<int:pk>/allow/", reuse.allow, name="proof_reuse_allow"),
    path("proofs/checks/", checks.checks, name="proof_checks"),
    path("proofs/filed/", filed.filed, name="proof_filed"),
    path("proofs/filed/accept/", filed.accept, name="proof_filed_accept"),
    path("proofs/filed/<int:pk>/", filed.filed_file, name="proof_filed_file"),
    path("proofs/headquarters/", checks.headquarters, name="proof_headquarters"),
    path("capture/", capture.capture, name="capture"),
    path("capture/state/", capture.state, name="capture_state"),
    path("capture/send/", capture.send, name="capture_send"),
    path("capture/worker.js", capture.worker, name="capture_worker"),
    path("proofs/<int:pk>/more/", more.tie, name="proof_tie"),
    path("proofs/<int:pk>/renew/", more.renew, name="proof_renew"),
]
