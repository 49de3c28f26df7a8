using Holdfast.App.Missions;
using Holdfast.Web.Access;
using Holdfast.Web.Api;
using Holdfast.Web.Briefing;
using Holdfast.Web.Cell;
using Holdfast.Web.Cell.Acting;
using Holdfast.Web.Commission;
using Holdfast.Web.Forces;
using Holdfast.Web.Frame;
using Holdfast.Web.Guarantees;
using Holdfast.Web.Missions;
using Holdfast.Web.Nations;
using Holdfast.Web.Record;
using Holdfast.Web.Support;
using Holdfast.Web.Watch;
using Holdfast.Web.Watch.Operators;
using Holdfast.Web.Watch.Sensors;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Web;

/// <summary>The pages and the HTTP API over the missions of one process.</summary>
public static class HoldfastWeb
{
    /// <summary>Builds the server; the caller starts and stops it. It listens on 127.0.0.1 only.</summary>
    public static WebApplication Build(Workspaces workspaces, HoldfastWebOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddHoldfast(workspaces, options);
        options.Configure(builder);
        var app = builder.Build();
        app.UseHoldfast();
        app.MapAssets();
        app.MapTheming();
        app.MapSignIn();
        app.MapOwnAccount();
        app.MapAccounts();
        app.MapSeats();
        app.MapAudit();
        app.MapMissions();
        app.MapWatch();
        app.MapSensors();
        app.MapOperators();
        app.MapReports();
        app.MapIntake();
        app.MapYourData();
        app.MapDaily();
        app.MapTrend();
        app.MapQuestions();
        app.MapBriefings();
        app.MapNotices();
        app.MapCell();
        app.MapFacts();
        app.MapCommission();
        app.MapRecordProofs();
        app.MapReleases();
        app.MapNations();
        app.MapGuarantees();
        app.MapForces();
        app.MapSupport();
        app.MapDeclaredSupport();
        app.MapMending();
        app.MapApi();
        app.Services.GetRequiredService<OperatorDoor>().Offer();
        return app;
    }
}
