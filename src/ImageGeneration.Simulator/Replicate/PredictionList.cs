using System.Globalization;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary><c>GET /predictions</c> and <c>GET /trainings</c>: newest first, a hundred a page, with an opaque cursor.</summary>
internal sealed class PredictionList(JobScheduler scheduler, PredictionJson json)
{
    public ApiReply Predictions(ApiRequest request) => Read(request, job => job.Training is null);

    public ApiReply Trainings(ApiRequest request) => Read(request, job => job.Training is not null);

    private ApiReply Read(ApiRequest request, Func<SimulatedJob, bool> kind)
    {
        if (!TryTime(request.Query("created_after"), DateTimeOffset.MinValue, out var after)
            || !TryTime(request.Query("created_before"), DateTimeOffset.MaxValue, out var before)
            || !Page.TryCursor(request, out var below))
        {
            return ReplicateProblems.NotJson();
        }

        // Nothing here was made on the website.
        var jobs = request.Query("source") == "web" ? [] : scheduler.Jobs.NewestFirst(
            job => job.Provider == SimulatedProvider.Replicate
                && kind(job)
                && job.Number < below
                && job.Timeline.CreatedAt >= after
                && job.Timeline.CreatedAt <= before,
            Page.Size + 1);
        var now = scheduler.Now;
        return Page.Create(
            request,
            jobs,
            job => job.Number,
            job => json.Create(job, PredictionView.Listed, now, request.Origin));
    }

    private static bool TryTime(string? text, DateTimeOffset fallback, out DateTimeOffset time)
    {
        time = fallback;
        return text is null
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
