using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Streams a prediction as server-sent events: its log as it grows, its outputs, an error, and the end; half a minute at
/// most.</summary>
internal sealed class PredictionStream(TimeProvider time, PredictionOutput outputs)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    /// <param name="job">The prediction.</param>
    /// <param name="lastEventId">The last event that the client has; null for none.</param>
    public ApiReply Open(SimulatedJob job, string? lastEventId)
    {
        var known = long.TryParse(lastEventId?.Split(':')[^1], CultureInfo.InvariantCulture, out var sequence) ? sequence : -1;
        return new ApiReply
        {
            Status = 200,
            ContentType = "text/event-stream",
            WriteBody = (body, cancellationToken) => WriteAsync(new EventWriter(body, known), job, cancellationToken),
        }.With("Cache-Control", "no-store");
    }

    private async Task WriteAsync(EventWriter events, SimulatedJob job, CancellationToken cancellationToken)
    {
        await events.CommentAsync(" hi", cancellationToken);
        var until = time.GetUtcNow() + MaxDuration;
        var (told, sent) = ("", 0);
        for (var tick = 0; ; tick++)
        {
            await job.UntilAsync(timeline => Earlier(Moment(timeline, tick), until), time, cancellationToken);
            var moment = Moment(job.Timeline, tick);
            if (moment > time.GetUtcNow())
            {
                await events.CommentAsync("408: 408 Request Timeout", cancellationToken);
                return;
            }

            var logs = PredictionLogs.Create(job, moment);
            if (logs.Length > told.Length)
            {
                await events.SendAsync("logs", logs[told.Length..], moment, cancellationToken);
                told = logs;
            }

            foreach (var item in outputs.Items(job).Take(MadeBy(job, moment)).Skip(sent))
            {
                await events.SendAsync("output", item, moment, cancellationToken);
                sent++;
            }

            if (job.Timeline.Over(moment))
            {
                await EndAsync(events, job, moment, cancellationToken);
                return;
            }
        }
    }

    private static async Task EndAsync(EventWriter events, SimulatedJob job, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var state = job.State(moment);
        if (state == SimulatedJobState.Failed)
        {
            var detail = JsonEncodedText.Encode(job.Timeline.Error ?? "").ToString();
            await events.SendAsync("error", $$"""{"detail":"{{detail}}"}""", moment, cancellationToken);
        }

        var reason = state switch
        {
            SimulatedJobState.Succeeded => "{}",
            SimulatedJobState.Failed => """{"reason":"error"}""",
            _ => """{"reason":"canceled"}""",
        };
        await events.SendAsync("done", reason, moment, cancellationToken);
    }

    // Text is written during the run, images all at the end.
    private int MadeBy(SimulatedJob job, DateTimeOffset moment)
    {
        var timeline = job.Timeline;
        if (timeline.Over(moment))
        {
            return job.State(moment) == SimulatedJobState.Succeeded && !job.Plan.OmitOutput ? int.MaxValue : 0;
        }

        return job.Model is ReplicateModel { Output: ReplicateOutput.Text } && timeline.Ending == JobEnding.Succeeded
            ? (int)(outputs.Items(job).Count() * (timeline.Ran(moment) / (timeline.EndsAt - timeline.StartsAt)))
            : 0;
    }

    private static DateTimeOffset Moment(JobTimeline timeline, int tick) =>
        timeline.StartsAt < timeline.EndsAt ? Earlier(timeline.StartsAt + (tick * Tick), timeline.EndsAt) : timeline.EndsAt;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>Numbers events and leaves out those that the client has.</summary>
    private sealed class EventWriter(Stream body, long known)
    {
        private long _sequence;

        public Task CommentAsync(string text, CancellationToken cancellationToken) => WriteAsync($":{text}\n\n", cancellationToken);

        public Task SendAsync(string name, string data, DateTimeOffset moment, CancellationToken cancellationToken)
        {
            var sequence = _sequence++;
            if (sequence <= known)
            {
                return Task.CompletedTask;
            }

            var lines = string.Join("\ndata: ", data.Split('\n'));
            return WriteAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"event: {name}\nid: {moment.ToUnixTimeMilliseconds()}:{sequence}\ndata: {lines}\n\n"),
                cancellationToken);
        }

        private async Task WriteAsync(string text, CancellationToken cancellationToken)
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await body.FlushAsync(cancellationToken);
        }
    }
}
