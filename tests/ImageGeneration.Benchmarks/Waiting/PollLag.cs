using ImageGeneration.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>How long after a job's end its caller has the image, and how often the provider was asked, over loopback HTTP against the simulator in
/// this process: jobs of about two seconds whose times scatter as those of a warm model do.</summary>
internal static class PollLag
{
    private const int Learning = 32;
    private const int Jobs = 320;
    private const int AtOnce = 32;
    private const double Scatter = 0.08;

    public static async Task<PollLagFigures> MeasureAsync()
    {
        await using var simulator = await ImageProviderSimulator.StartAsync(new() { RandomSeed = 7 });
        simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Create, Effect = FaultEffect.Script([.. RunTimes(Learning + Jobs).Select(FaultEffect.JobRunsFor)]) });
        await using var services = Loopback.Services(simulator, AtOnce);
        var images = services.GetRequiredService<IImageGenerationService>();
        await Loopback.GenerateAsync(images, Learning, AtOnce);
        var reads = Reads(simulator);
        var ends = await Loopback.GenerateAsync(images, Jobs, AtOnce);
        var lags = new List<double>();
        foreach (var (id, returned) in ends)
        {
            var job = simulator.Journal.Job(id) ?? throw new InvalidOperationException($"The simulator does not know job {id}.");
            lags.Add((returned - job.CompletedAt!.Value) / (job.CompletedAt.Value - job.StartedAt!.Value));
        }

        lags.Sort();
        return new(lags[lags.Count / 2], lags[lags.Count * 95 / 100], (double)(Reads(simulator) - reads) / Jobs);
    }

    private static int Reads(ImageProviderSimulator simulator) => simulator.Journal.RequestsTo(RequestPhase.Poll).Count;

    // Log-normal around two seconds: two thirds within 8 %, a tail to the slow side.
    private static IEnumerable<TimeSpan> RunTimes(int count)
    {
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            yield return TimeSpan.FromSeconds(2 * Math.Exp(Scatter * normal));
        }
    }
}

/// <summary>Lag as shares of the job's run time, and status reads of an image.</summary>
internal sealed record PollLagFigures(double P50, double P95, double ReadsPerImage);
