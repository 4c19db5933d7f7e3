using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Reports a prediction to its webhook: start, logs at most every half second, output, and its end until that is
/// accepted.</summary>
internal sealed class PredictionWebhooks(WebhookSender sender, WebhookSigner signer, PredictionJson json, SeededRandom random)
{
    private static readonly TimeSpan Throttle = TimeSpan.FromMilliseconds(500);

    // Exponential; the last attempt is about a minute after the end.
    private static readonly TimeSpan[] Retries = [.. ((int[])[1, 2, 4, 8, 16, 30]).Select(seconds => TimeSpan.FromSeconds(seconds))];

    public string Secret => signer.Secret;

    public void Follow(SimulatedJob job, string origin)
    {
        if (job.Webhook is not null)
        {
            sender.Run(stopped => FollowAsync(job, origin, stopped));
        }
    }

    private async Task FollowAsync(SimulatedJob job, string origin, CancellationToken stopped)
    {
        var target = job.Webhook!;
        await sender.WaitAsync(() => job.UntilAsync(static timeline => Earlier(timeline.StartsAt, timeline.EndsAt), sender.Time, stopped));
        var startedAt = job.Timeline.StartsAt;
        if (startedAt < DateTimeOffset.MaxValue && target.Wants("start"))
        {
            var started = Earlier(startedAt, job.Timeline.EndsAt - TimeSpan.FromTicks(1));
            await SendAsync(job, "start", PredictionView.Polled, started, origin, stopped);
        }

        if (target.Wants("logs"))
        {
            await FollowLogsAsync(job, origin, stopped);
        }

        await sender.WaitAsync(() => job.UntilAsync(static timeline => timeline.EndsAt, sender.Time, stopped));
        var endedAt = job.Timeline.EndsAt;
        if (HasOutput(job, endedAt) && target.Wants("output"))
        {
            await SendAsync(job, "output", PredictionView.OutputThere, endedAt, origin, stopped);
        }

        if (target.Wants("completed"))
        {
            await SendAsync(job, "completed", PredictionView.Polled, endedAt, origin, stopped);
        }
    }

    private static bool HasOutput(SimulatedJob job, DateTimeOffset endedAt) =>
        job.Images(endedAt) > 0
        || (job.Model is ReplicateModel { Output: ReplicateOutput.Text } && job.State(endedAt) == SimulatedJobState.Succeeded);

    private async Task FollowLogsAsync(SimulatedJob job, string origin, CancellationToken stopped)
    {
        var told = "";
        while (true)
        {
            var tick = sender.Time.GetUtcNow() + Throttle;
            await sender.WaitAsync(() => job.UntilAsync(timeline => Earlier(tick, timeline.EndsAt), sender.Time, stopped));
            if (job.Timeline.Over(tick))
            {
                return;
            }

            var logs = PredictionLogs.Create(job, tick);
            if (logs != told)
            {
                told = logs;
                await SendAsync(job, "logs", PredictionView.Polled, tick, origin, stopped);
            }
        }
    }

    private Task SendAsync(
        SimulatedJob job, string name, PredictionView view, DateTimeOffset now, string origin, CancellationToken stopped)
    {
        var body = json.Create(job, view, now, origin).ToUtf8();
        var message = new WebhookMessage(job, name, body)
        {
            Signer = signer,
            Id = $"msg_{random.Word("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 27)}",
            Retries = name == "completed" ? Retries : [],
        };
        return sender.SendAsync(message, stopped);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
