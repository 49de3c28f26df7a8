using System.ComponentModel;
using System.IO.Pipelines;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Intake;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Holdfast.Web.Watch;

/// <summary>
/// Streaming intake of observations: JSON Lines in, one answer a line out while the stream goes on. What is answered is durable. A full queue is 503 with Retry-After; once a
/// stream is let in, it is slowed by not being read.
/// </summary>
internal static class IntakeRoutes
{
    private const long MostBytes = 256L << 20;
    private const string LinesOfJson = "application/x-ndjson";

    // Answers that the sender has not read yet; beyond it no more is read from that sender.
    private const int MostAnswerBytes = 8 << 20;
    private const string RetryAfterSeconds = "2";

    public static void MapIntake(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/v1/m/{mission}/observations", TakeAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations), StreamedIntake.Instance, new RequestSizeLimitAttribute(MostBytes))
            .WithName("sendObservations")
            .WithTags("observations")
            .WithSummary(
                "Takes observations as JSON Lines (docs/guide/feeds.md, jsonl), chunked and gzip if you like, and answers each line when it is durable. The same producer and message id "
                    + "with the same content is the same observation; with other content it is a recorded conflict and the first stands."
            )
            .Accepts<string>(LinesOfJson, "application/jsonl", "text/plain", "application/octet-stream")
            .Produces<string>(StatusCodes.Status200OK, LinesOfJson)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> TakeAsync(
        Visit visit,
        [Description("The declared source of lines that name none.")] string? source,
        [Description("The name of what is sent, for the quarantine.")] string? file,
        [Description("How many lines of it were sent before: line numbers go on from there.")] long? linesBefore
    )
    {
        var context = visit.Context;
        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (SourceOf(visit.Mission, source) is not { } from)
        {
            var near = NearestWord.To(source ?? "", visit.Mission.Sources.Select(s => s.Id)) is { } word ? $" Did you mean '{word}'?" : "";
            return Refusal.BadRequest($"'{source}' is no source of this mission.{near}").ToResult(context);
        }
        if (encoding is not ("" or "identity" or "gzip") || linesBefore is < 0)
        {
            var what = linesBefore is < 0 ? "linesBefore is below 0." : $"Content-Encoding '{encoding}' is not read; send gzip or none.";
            return Refusal.BadRequest(what).ToResult(context);
        }
        using var place = visit.Workspace.Intake.TryEnter();
        if (place is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return new Refusal(503, "The queue is full", "Nothing of this was taken. Send it again in two seconds.").ToResult(context);
        }
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Sensors are quiet at times; the intake has a limit of its own.
        }
        var input = new IntakeInput(
            Named(file),
            context.Request.Body,
            encoding == "gzip",
            from,
            visit.Mission.Mode,
            Label.Public,
            linesBefore ?? 0
        )
        {
            Registry = cancellation => visit.Workspace.Sensors.RegistryAsync(visit.Reader, cancellation),
        };
        return await AnswerAsync(visit, input);
    }

    private static async Task<IResult> AnswerAsync(Visit visit, IntakeInput input)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: MostAnswerBytes, resumeWriterThreshold: MostAnswerBytes / 2));
        visit.Context.Response.ContentType = LinesOfJson;
        visit.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var sending = pipe.Reader.CopyToAsync(visit.Context.Response.Body, visit.Cancellation);
        var last = input.LinesBefore;
        Refusal? refusal = null;
        try
        {
            await visit.Workspace.Intake.RunAsync(input, visit.Mission, GiveAsync, visit.Cancellation);
        }
        catch (IntakeEndedException e)
        {
            refusal = Ended(e.Code, e.Message, last == input.LinesBefore);
        }
        catch (FeedFormatException e)
        {
            refusal = Ended(e.Diagnostic.Code, e.Diagnostic.Message, last == input.LinesBefore);
        }
        catch (BadHttpRequestException e)
        {
            refusal = Ended(
                e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-many-bytes" : "bad-request",
                e.Message,
                last == input.LinesBefore
            );
        }
        finally
        {
            await pipe.Writer.CompleteAsync();
        }
        await sending;
        return refusal is null ? Results.Empty : refusal.ToResult(visit.Context);

        async ValueTask GiveAsync(IReadOnlyList<IntakeAnswer> answers)
        {
            foreach (var answer in answers)
            {
                answer.Write(pipe.Writer);
            }
            last = answers[^1].Line;
            await pipe.Writer.FlushAsync(visit.Cancellation);
        }

        // Before the first answer it is a status; after it, the last line.
        Refusal? Ended(string code, string reason, bool isFirst)
        {
            if (!isFirst)
            {
                new IntakeAnswer(last + 1, IntakeAnswer.Refused, null, code, "", reason).Write(pipe.Writer);
                return null;
            }
            return new Refusal(StatusOf(code), "The stream could not be taken", reason);
        }
    }

    private static int StatusOf(string code) =>
        code switch
        {
            "idle" => StatusCodes.Status408RequestTimeout,
            "too-many-lines" or "too-many-bytes" or "expands-too-far" or "expansion-ratio" => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };

    /// <summary>The declared source of this id; one that says it is not declared where none is asked for; null for one that is unknown.</summary>
    private static Source? SourceOf(Mission mission, string? id) =>
        string.IsNullOrEmpty(id)
            ? new Source("http", "http (not declared by the mission)", "http", Affiliation.Public, "", Reliability.F)
            : mission.Sources.FirstOrDefault(s => s.Id == id);

    private static string Named(string? file)
    {
        var name = Path.GetFileName((file ?? "").Replace('\\', '/'));
        name = name.Length > 200 ? name[..200] : name;
        return name.Length == 0 ? "http" : name;
    }
}
