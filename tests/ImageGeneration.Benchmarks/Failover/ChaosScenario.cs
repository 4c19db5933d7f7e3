using System.Collections.Concurrent;
using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>Everything goes wrong now and then: each way of failing at one call in a hundred, some users leave, some want several images.
/// What is judged is the account: each job that a provider saw, and each cent that it billed, must be in a response or be said to be
/// open.</summary>
internal static class ChaosScenario
{
    private const int Requests = 600;
    private const int AtOnce = 40;
    private const string Accounted = "each job and cent accounted for";

    private static readonly FaultEffect[] _ofCreates =
    [
        FaultEffect.Reset, FaultEffect.LostAnswer, FaultEffect.Hang, FaultEffect.HangAfterAccept, FaultEffect.TruncatedBody,
        FaultEffect.HalfBody, FaultEffect.EmptyBody, FaultEffect.WrongContentType("text/html"), FaultEffect.Redirect(),
        FaultEffect.Status(500), FaultEffect.Status(502), FaultEffect.Status(503), FaultEffect.Status(504),
        FaultEffect.RateLimited(1), FaultEffect.SlowAnswer(TimeSpan.FromSeconds(1)),
        FaultEffect.JobAborted, FaultEffect.NoOutput, FaultEffect.FewerImages(0), FaultEffect.JobFails("CUDA out of memory"),
        FaultEffect.JobRunsFor(TimeSpan.FromSeconds(4)), FaultEffect.UnknownStatus("dreaming"),
    ];

    private static readonly FaultEffect[] _ofOtherCalls =
    [
        FaultEffect.Reset, FaultEffect.LostAnswer, FaultEffect.Hang, FaultEffect.TruncatedBody, FaultEffect.HalfBody,
        FaultEffect.EmptyBody, FaultEffect.Status(404), FaultEffect.Status(500), FaultEffect.Status(503), FaultEffect.RateLimited(1),
        FaultEffect.SlowAnswer(TimeSpan.FromSeconds(1)), FaultEffect.Redirect(),
    ];

    public static Scenario One { get; } = new("600 requests, each fault at 1 % of the calls, some users leave", Accounted)
    {
        Configure = options => options.Routing.Hedging.MaxExtraCostUsd = 0.1m,
        Arrange = stage =>
        {
            foreach (var provider in new[] { SimulatedProvider.Replicate, SimulatedProvider.RunPod })
            {
                Add(stage, provider, RequestPhase.Create, _ofCreates);
                Add(stage, provider, RequestPhase.Poll, _ofOtherCalls);
                Add(stage, provider, RequestPhase.Cancel, _ofOtherCalls);
                Add(stage, provider, RequestPhase.List, _ofOtherCalls);
            }
        },
        Act = ActAsync,
        Jobs = 2 * Requests,
        Patience = 110,
    };

    private static void Add(Stage stage, SimulatedProvider provider, RequestPhase phase, FaultEffect[] effects)
    {
        foreach (var effect in effects)
        {
            stage.Simulator.Faults.Add(new FaultRule { Provider = provider, Phase = phase, Rate = 0.01, Effect = effect });
        }
    }

    private static async Task<string> ActAsync(Stage stage)
    {
        var random = new Random(7);
        using var places = new SemaphoreSlim(AtOnce);
        var attempts = new ConcurrentDictionary<string, IReadOnlyList<GenerationAttempt>>();
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(
            Stage.Request with { Prompt = $"{Stage.Request.Prompt} {i:000}", Count = random.Next(5) == 0 ? 3 : 1 },
            random.Next(7) == 0 ? TimeSpan.FromMilliseconds(random.Next(2000)) : Timeout.InfiniteTimeSpan)));

        // Jobs whose answer got lost go on by themselves.
        for (var left = 100; left > 0 && stage.Simulator.Journal.JobsRunning > 0; left--)
        {
            await Task.Delay(100);
        }

        var jobs = stage.Simulator.Journal.Jobs;
        return attempts.Select(asked => Unaccounted(asked.Value, JobsFor(asked.Key))).FirstOrDefault(problem => problem is not null)
            ?? Accounted;

        List<RecordedJob> JobsFor(string prompt) => [.. jobs.Where(job => job.Prompt.StartsWith(prompt, StringComparison.Ordinal))];

        async Task AskAsync(ImageGenerationRequest request, TimeSpan leaves)
        {
            await places.WaitAsync();
            using var user = new CancellationTokenSource(leaves);
            try
            {
                var response = await stage.Images.GenerateImageWithFailoverAsync(request, user.Token);
                attempts[request.Prompt] = response.Metadata.Attempts;
            }
            catch (ImageGenerationException e)
            {
                attempts[request.Prompt] = e.Attempts;
            }
            catch (ImageGenerationCanceledException e)
            {
                attempts[request.Prompt] = e.Attempts;
            }
            finally
            {
                places.Release();
            }
        }
    }

    private static string? Unaccounted(IReadOnlyList<GenerationAttempt> attempts, List<RecordedJob> jobs)
    {
        // A bill that is open may be of any job at that provider: sent again, its answer lost, its end not confirmed.
        var unseen = jobs.Find(job => attempts.All(attempt => attempt.JobId != job.Id
            && !(Is(attempt, job) && (attempt.CostUsd is null || attempt.PossiblyBilled || attempt.Resubmits > 0))));
        if (unseen is not null)
        {
            return $"{unseen.Provider} ran {unseen.Id}, of which no attempt tells";
        }

        if (attempts.Any(attempt => attempt.CostUsd is null || attempt.PossiblyBilled))
        {
            return null;
        }

        var (billed, told) = (jobs.Sum(job => job.BilledUsd), attempts.Sum(attempt => attempt.CostUsd ?? 0m));
        return billed <= told + 0.000001m ? null : $"billed {billed} USD, told {told}";

        static bool Is(GenerationAttempt attempt, RecordedJob job) =>
            attempt.Provider.Equals(job.Provider.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
