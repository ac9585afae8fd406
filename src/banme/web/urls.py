"""Addresses of the web rooms."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from banme.web import colours, compare, faults, hillshade, home, people
from banme.web.api import api
from banme.web.assessment import establishments, places
from banme.web.assessment import runs as cluster_runs
from banme.web.clusters import views as clusters
from banme.web.law import alignment, bases, councils, files, incentives, papers, regimes, reports
from banme.web.plan import tasks
from banme.web.plan import views as plans
from banme.web.registers import listing, rows, transfer
from banme.web.relocation import views as relocation
from banme.web.rounds import views as rounds
from banme.web.runs import downloads
from banme.web.runs import views as runs
from banme.web.scenarios import views as scenarios

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.server_error

urlpatterns = [
    path("", home.home, name="home"),
    path("sources/", home.sources, name="sources"),
    path("language/", set_language, name="set_language"),
    path("person/", people.introduce, name="person"),
    path("colours.css", colours.sheet, name="colours"),
    path("hillshade/<slug:region>.png", hillshade.picture, name="hillshade"),
    path("registers/", listing.registers, name="registers"),
    path("registers/<slug:table>/", listing.register, name="register"),
    path("registers/<slug:table>/new/", rows.create, name="register_new"),
    path("registers/<slug:table>/import/", transfer.upload, name="register_import"),
    path("registers/<slug:table>/export/<slug:form>/", transfer.export, name="register_export"),
    path("registers/<slug:table>/template/", transfer.template, name="register_template"),
    path("registers/<slug:table>/row/<str:code>/", rows.row, name="register_row"),
    path("registers/<slug:table>/row/<str:code>/card/", rows.card, name="register_card"),
    path("registers/<slug:table>/row/<str:code>/edit/", rows.edit, name="register_edit"),
    path("registers/<slug:table>/row/<str:code>/delete/", rows.delete, name="register_delete"),
    path("clusters/", clusters.clusters, name="clusters"),
    path("clusters/vacant/", clusters.vacancies, name="vacancies"),
    path("relocation/", relocation.studio, name="clusters_relocation"),
    path("relocation/compute/", relocation.compute, name="clusters_relocation_compute"),
    path("relocation/<str:code>/file.<slug:form>", relocation.download, name="clusters_relocation_file"),
    path("clusters/<str:code>/", clusters.cluster, name="cluster"),
    path("plan/", plans.board, name="plan"),
    path("plan/matrix/", plans.matrix, name="plan_matrix"),
    path("plan/scenarios/", plans.scenarios, name="plan_scenarios"),
    path("plan/agencies/", plans.agency, name="plan_agencies"),
    path("plan/agencies/<str:code>/", plans.agency, name="plan_agency"),
    path("plan/indicators/<str:code>/", plans.indicator, name="plan_indicator"),
    path("plan/tasks/<str:code>/", tasks.task, name="plan_task"),
    path("plan/tasks/<str:code>/comment/", tasks.comment, name="plan_comment"),
    path("plan/tasks/<str:code>/attach/", tasks.attach, name="plan_attach"),
    path("plan/attachments/<str:code>/", tasks.attachment, name="plan_attachment"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<str:code>/", scenarios.scenario, name="scenario"),
    path("scenarios/<str:code>/copy/", scenarios.duplicate, name="scenario_copy"),
    path("scenarios/<str:code>/changes/", scenarios.add_change, name="scenario_change_add"),
    path("scenarios/<str:code>/changes/<str:change>/remove/", scenarios.remove_change, name="scenario_change_remove"),
    path("scenarios/<str:code>/run/", scenarios.start, name="scenario_run"),
    path("scenarios/<str:code>/near-optimal/", scenarios.near_optimal, name="scenario_near_optimal"),
    path("scenarios/<str:code>/ordered/", scenarios.ordered, name="scenario_ordered"),
    path("scenarios/<str:code>/run-futures/", scenarios.start_futures, name="scenario_run_futures"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<str:code>/", runs.run, name="run"),
    path("runs/<str:code>/progress/", runs.progress, name="run_progress"),
    path("runs/<str:code>/cancel/", runs.cancel, name="run_cancel"),
    path("runs/<str:code>/why/<slug:indicator>/", runs.why, name="why"),
    path("runs/<str:code>/download/<slug:form>/", downloads.download, name="run_download"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/start/", rounds.start, name="rounds_start"),
    path("rounds/<str:code>/", rounds.week, name="rounds_week"),
    path("rounds/<str:code>/map/", rounds.on_map, name="rounds_map"),
    path("rounds/<str:code>/move/", rounds.move, name="rounds_move"),
    path("rounds/<str:code>/save/", rounds.save, name="rounds_save"),
    path("rounds/<str:code>/download/<slug:form>/", rounds.download, name="rounds_download"),
    path("law/", regimes.regimes, name="law"),
    path("law/files/", files.files, name="law_files"),
    path("law/files/<str:code>/", files.file, name="law_file"),
    path("law/files/<str:code>/deadlines.ics", files.ics, name="law_file_ics"),
    path("law/councils/", councils.councils, name="law_councils"),
    path("law/councils/<str:code>/", councils.council, name="law_council"),
    path("law/councils/<str:code>/declare/", councils.declare, name="law_declare"),
    path("law/councils/<str:code>/ballot/<str:member>/", councils.ballot, name="law_ballot"),
    path("law/councils/<str:code>/open/", councils.opening, name="law_open"),
    path("law/councils/<str:code>/propose/", councils.propose, name="law_propose"),
    path("law/councils/<str:code>/minutes.<slug:form>", councils.minutes, name="law_minutes"),
    path("law/reports/", reports.reports, name="law_reports"),
    path("law/reports/report.<slug:suffix>", reports.report_file, name="law_report_file"),
    path("law/bases/", bases.bases, name="law_bases"),
    path("law/alignment/", alignment.alignment, name="law_alignment"),
    path("law/papers/", papers.papers, name="law_papers"),
    path("law/papers/<slug:kind>/<str:code>.<slug:form>", papers.paper, name="law_paper"),
    path("law/incentives/", incentives.incentives, name="law_incentives"),
    path("law/projects/<str:code>/", incentives.project, name="law_project"),
    path("law/projects/<str:code>/run/", incentives.compute, name="law_project_run"),
    path("law/projects/<str:code>/workbook.xlsx", incentives.workbook, name="law_project_workbook"),
    path("compare/", compare.compare, name="compare"),
    path("assessment/", places.rooms, name="assessment"),
    path("assessment/establishment/<str:code>/", establishments.establishment, name="assessment_establishment"),
    path("assessment/establishment/<str:code>/form/", establishments.form, name="assessment_form"),
    path("assessment/establishment/<str:code>/read/", establishments.read, name="assessment_read"),
    path("assessment/cluster/<str:code>/", places.cluster, name="assessment_cluster"),
    path("assessment/project/<str:code>/", places.project, name="assessment_project"),
    path("assessment/zone/<str:code>/", places.zone, name="assessment_zone"),
    path("assessment/compute/<slug:study>/", cluster_runs.compute, name="assessment_compute"),
    path("assessment/run/<str:code>/workbook/", cluster_runs.workbook, name="assessment_workbook"),
    path("api/", api.urls),
]
