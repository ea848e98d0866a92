"""The addresses of the team's pages."""

from django.urls import URLPattern, path

from weerbaar.desk.web.team import campaigns, case, inbox, knowledge, people, replying, setting_up, standing, together

urlpatterns: list[URLPattern] = [
    path("welcome/<str:secret>", setting_up.welcome, name="welcome"),
    path("doubts/<uuid:ref>/reply/", replying.doubt_reply, name="doubt_reply"),
    path("team/", inbox.inbox, name="team_inbox"),
    path("team/news/", inbox.news, name="team_news"),
    path("team/together/", together.together, name="team_together"),
    path("team/together/<int:id>/undo/", together.together_undo, name="team_together_undo"),
    path("team/doubts/<uuid:ref>/", case.case, name="team_case"),
    path("team/doubts/<uuid:ref>/view/", case.view, name="team_view"),
    path("team/doubts/<uuid:ref>/inside/", case.inside, name="team_inside"),
    path("team/doubts/<uuid:ref>/decide/", case.case_decide, name="team_decide"),
    path("team/doubts/<uuid:ref>/undo/", case.case_undo, name="team_undo"),
    path("team/doubts/<uuid:ref>/note/", case.case_note, name="team_note"),
    path("team/campaigns/", campaigns.campaigns, name="team_campaigns"),
    path("team/campaigns/<int:id>/", campaigns.campaign, name="team_campaign"),
    path("team/campaigns/<int:id>/split/", campaigns.campaign_split, name="team_split"),
    path("team/campaigns/<int:id>/merge/", campaigns.campaign_merge, name="team_merge"),
    path("team/regrouped/<int:id>/undo/", campaigns.regroup_back, name="team_regroup_back"),
    path("team/knowledge/", knowledge.knowledge, name="team_knowledge"),
    path("team/knowledge/<int:id>/", knowledge.knowledge_settle, name="team_settle"),
    path("team/knowledge/file/", knowledge.describing, name="team_describing"),
    path("team/review/", knowledge.review, name="team_review"),
    path("team/standing/", standing.standing, name="team_standing"),
    path("team/setup/", setting_up.setup, name="team_setup"),
    path("team/setup/done/", setting_up.setup_done, name="team_setup_done"),
    path("team/organisation/", setting_up.organisation, name="team_organisation"),
    path("team/people/", people.people, name="team_people"),
    path("team/people/invite/", people.people_invite, name="team_invite"),
    path("team/people/import/", people.people_import, name="team_people_import"),
    path("team/people/<int:id>/role/", people.people_role, name="team_role"),
    path("team/people/<int:id>/remove/", people.people_remove, name="team_remove"),
    path("team/invitations/<int:id>/withdraw/", people.people_withdraw, name="team_withdraw"),
]
