using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Reports the end of a job, unsigned; twice more when it is not taken.</summary>
internal sealed class RunPodWebhooks(WebhookSender sender, RunPodJson json)
{
    private static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)];

    public void Follow(SimulatedJob job)
    {
        if (job.Webhook is not null)
        {
            sender.Run(stopped => FollowAsync(job, stopped));
        }
    }

    private async Task FollowAsync(SimulatedJob job, CancellationToken stopped)
    {
        await sender.WaitAsync(() => job.UntilAsync(static timeline => timeline.EndsAt, sender.Time, stopped));
        var body = json.Create(job, job.Timeline.EndsAt, echo: true).ToUtf8();
        await sender.SendAsync(new WebhookMessage(job, "completed", body) { Retries = Retries }, stopped);
    }
}
