using System.Collections.Concurrent;
using System.Globalization;
using ImageGeneration.Failures;
using ImageGeneration.Providers;

namespace ImageGeneration.Pricing;

/// <summary>Calculates costs from the price table. An unknown cost is null; it is never guessed, and never 0.</summary>
internal sealed class CostCalculator(PriceTable prices) : ICostCalculator
{
    private const int MaxCached = 1024;
    private const string Unknown = "no price is known (ImageGeneration:Prices can name one)";
    private const string UnknownRate =
        "an endpoint of your own has no list price (ImageGeneration:Prices or the provider's WorkerUsdPerSecond can name one)";

    // Few applications use more than a handful of sizes and counts, and each request needs an estimate for every provider.
    private readonly ConcurrentDictionary<BillableQuantity, CostEstimate> _cache = new();
    private int _cached;

    /// <inheritdoc/>
    /// <remarks>Per image: price × images. Per megapixel: price × width × height / 1,000,000 × images. Per second: price × expected run
    /// time × jobs, where the images are split into jobs of <see cref="ProviderRequest.Count"/> and the last job is assumed to run as long
    /// as the others.</remarks>
    public CostEstimate Estimate(string provider, ProviderRequest request, int images, TimeSpan expectedRunTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        var (known, tariff) = (prices.Find(provider, request.ModelId, request.Model), prices.Tariffs.Find(provider));
        if ((known ?? prices.Tariffs.FindUsualRate(provider, request.ModelId)) is not { } price)
        {
            return new(provider, request.ModelId, null, Unknown);
        }

        var quantity = BillableQuantity.Calculate(price, provider, tariff, request, images, expectedRunTime);
        if (_cache.TryGetValue(quantity, out var estimate))
        {
            return estimate;
        }

        estimate = Estimate(price, quantity);
        if (known is null)
        {
            estimate = new(provider, request.ModelId, null, tariff?.RunsOwnEndpoints == true ? UnknownRate : Unknown) { RankingUsd = estimate.AmountUsd };
        }

        if (_cached < MaxCached && _cache.TryAdd(quantity, estimate))
        {
            Interlocked.Increment(ref _cached);
        }

        return estimate;
    }

    /// <inheritdoc/>
    /// <remarks>Filtered images are billed like delivered ones, as they were made. A job that was accepted and failed costs its run time
    /// when seconds are billed, and nothing when images are, as none was made; when the price of an image is only an average of billed
    /// seconds, it is unknown unless the job never ran.</remarks>
    public decimal? Settle(string provider, ProviderRequest request, ProviderJob job)
    {
        if (job.CostUsd is >= 0)
        {
            return job.CostUsd;
        }

        if (!job.MayBeBilled)
        {
            return 0m;
        }

        return IsOpen(job)
            ? null
            : Charge(prices.Find(provider, request.ModelId, request.Model), prices.Tariffs.Find(provider), request, job);
    }

    /// <inheritdoc/>
    /// <remarks>The price of an average image, and the run time at the rate of a worker: its start and idle time are billed too and not
    /// reported, unless the reported time is the one that is billed (<see cref="Tariff.TellsBilledTime"/>).</remarks>
    public bool IsEstimate(string provider, ProviderRequest request, ProviderJob job) =>
        job is not { CostUsd: >= 0 }
        && prices.Find(provider, request.ModelId, request.Model) is { } price
        && (price.IsAverage || (price.PerSecondUsd is not null && prices.Tariffs.Find(provider)?.TellsBilledTime != true))
        && Settle(provider, request, job) is > 0;

    /// <inheritdoc/>
    public decimal? Calculate(ImageGenerationResponse response)
    {
        var attempts = response.Metadata.Attempts;
        if (attempts.Count == 0)
        {
            return response.CostUsd;
        }

        decimal? sum = 0m;
        for (var i = 0; i < attempts.Count; i++)
        {
            sum += attempts[i].CostUsd;
        }

        return sum;
    }

    private static decimal? Charge(Price? price, Tariff? tariff, ProviderRequest request, ProviderJob job)
    {
        if (price is { IsListed: true } && request.Effect?.Unpriced is not null && job.Images.Count > 0)
        {
            return null;
        }

        if (price?.PerImageUsd is { } perImage)
        {
            return price.IsAverage && job.Images.Count == 0 && job.RunTime != TimeSpan.Zero ? null
                : perImage * job.Images.Count * (price.IsAverage ? (decimal)(request.Effect?.WorkPerImage ?? 1) : 1);
        }

        if (price?.PerMegapixelUsd is { } perMegapixel)
        {
            var megapixels = 0m;
            for (var i = 0; i < job.Images.Count; i++)
            {
                megapixels += BillableQuantity.MegapixelsOf(
                    job.Images[i].Width ?? request.Effect?.Width ?? request.Width,
                    job.Images[i].Height ?? request.Effect?.Height ?? request.Height);
            }

            return perMegapixel * megapixels;
        }

        return job.RunTime is { Ticks: >= 0 } run ? price?.PerSecondUsd * BillableQuantity.SecondsOf(BillableQuantity.Billed(tariff, run)) : null;
    }

    /// <summary>Determines whether a job may still run, or may have ended otherwise than seen here, and be billed.</summary>
    private static bool IsOpen(ProviderJob job) =>
        !job.IsTerminal
        || job.Acceptance == JobAcceptance.Unknown
        || job.Failure?.Rule.Billing == Billing.Open
        || job is { Failure.Rule.Billing: Billing.OpenUntilSeen, Cancellation: null, RunTime: null }
        || job.Cancellation is CancellationOutcome.NotConfirmed
        || (job.Cancellation is CancellationOutcome.AlreadyFinished && job is { Failure: not null, Images.Count: 0 });

    private static CostEstimate Estimate(Price price, in BillableQuantity quantity)
    {
        var (amount, basis) = (price.PerImageUsd, price.PerMegapixelUsd, price.PerSecondUsd) switch
        {
            _ when quantity.Unpriced is { } member => (
                (decimal?)null, $"the extras' '{member}' makes the list price inapplicable (ImageGeneration:Prices can name one)"),
            ({ } perImage, _, _) when quantity.Work > 1 => (
                perImage * quantity.Images * (decimal)quantity.Work,
                Text($"{perImage:0.##########} USD per image x {quantity.Images} x {quantity.Work:0.##} (the extras' size and steps)")),
            ({ } perImage, _, _) => (perImage * quantity.Images, Text($"{perImage:0.##########} USD per image x {quantity.Images}")),
            (_, { } perMegapixel, _) => (
                perMegapixel * quantity.Megapixels * quantity.Images,
                Text($"{perMegapixel:0.##########} USD per megapixel x {quantity.Megapixels:0.######} x {quantity.Images}")),
            (_, _, { } perSecond) when quantity.Seconds > 0 => (
                perSecond * quantity.Seconds * quantity.Jobs,
                Text($"{perSecond:0.##########} USD per second x {quantity.Seconds:0.###} s x {quantity.Jobs}")),
            (_, _, not null) => ((decimal?)null, "the run time is not known"),
            _ => (null, Unknown),
        };
        return new(quantity.Provider, quantity.ModelId, amount, basis) { Source = price.Source, AsOf = price.AsOf };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
