using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Budgets;

namespace ImageGeneration.Tests.Budgets;

/// <summary>A budget over rows of JSON, as one over a database is: each call is a transaction that adds up what it finds.</summary>
internal sealed class StoredBudget(Dictionary<Guid, string> rows, BudgetOptions options, TimeProvider time) : IBudget
{
    public async ValueTask<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.AmountUsd ?? 0m, nameof(request));
        return await InTransactionAsync(() => Reserve(request), cancellationToken);
    }

    public async ValueTask SettleAsync(Guid reservationId, decimal? actualUsd, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actualUsd ?? 0m, nameof(actualUsd));
        await InTransactionAsync(
            () =>
            {
                if (rows.TryGetValue(reservationId, out var json) && Read(json) is { IsFinal: false } row)
                {
                    Write(row with { IsOpen = false, IsFinal = actualUsd is not null, AmountUsd = actualUsd ?? row.AmountUsd });
                }

                return true;
            },
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<BudgetUsage>> GetUsageAsync(CancellationToken cancellationToken = default) =>
        await InTransactionAsync<IReadOnlyList<BudgetUsage>>(
            () =>
            [
                .. ProcessAndProviders(options.Providers.Keys),
                .. options.Tags.SelectMany(tag => rows.Values.Select(json => ValueOf(Read(json).Request, tag.Key))
                    .Concat(tag.Value.Values.Keys).Prepend(null)
                    .Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(value => OfTag(tag.Key, tag.Value, value))),
            ],
            cancellationToken);

    private BudgetDecision Reserve(BudgetRequest request)
    {
        if (rows.TryGetValue(request.ReservationId, out var made))
        {
            return BudgetDecision.Granted(Read(made).AmountUsd);
        }

        BudgetUsage[] limits =
        [
            .. ProcessAndProviders([request.Provider]),
            .. options.Tags.SelectMany(tag => OfTag(tag.Key, tag.Value, ValueOf(request, tag.Key))),
        ];
        if (limits.Length > 0 && (request.AmountUsd ?? options.UnknownCostUsd) is null)
        {
            return BudgetDecision.Refused("The price is unknown.");
        }

        var amount = request.AmountUsd ?? options.UnknownCostUsd ?? 0m;
        if (amount > 0m && Array.Find(limits, limit => limit.SpentUsd + limit.ReservedUsd + amount > limit.LimitUsd) is { } full)
        {
            return BudgetDecision.Refused($"No room under {full.Setting}.");
        }

        Write(new(request, time.GetUtcNow(), amount, IsOpen: true, IsFinal: false));
        return BudgetDecision.Granted(limits.Length > 0 ? amount : 0m);
    }

    private IEnumerable<BudgetUsage> ProcessAndProviders(IEnumerable<string> providers) =>
        Usage(BudgetLimit.AllOf(options, BudgetLimit.Section, []), static _ => true).Concat(
            from provider in providers
            where options.Providers.ContainsKey(provider)
            let limits = BudgetLimit.AllOf(options.Providers[provider], $"{BudgetLimit.Section}:Providers:{provider}", [])
            from usage in Usage(limits, row => Same(row.Request.Provider, provider))
            select usage with { Provider = provider });

    private IEnumerable<BudgetUsage> OfTag(string tag, TagBudgetOptions limits, string? value)
    {
        var path = $"{BudgetLimit.Section}:Tags:{tag}";
        var all = BudgetLimit.AllOf(limits, path, []);
        var own = value is not null && limits.Values.TryGetValue(value, out var set) ? BudgetLimit.AllOf(set, $"{path}:Values:{value}", all) : all;
        return Usage(own, row => Same(ValueOf(row.Request, tag), value)).Select(usage => usage with { Tag = tag, TagValue = value });
    }

    private IEnumerable<BudgetUsage> Usage(BudgetLimit[] limits, Func<Row, bool> counts) =>
        from limit in limits
        let counted = rows.Values.Select(Read).Where(row => counts(row) && limit.WindowOf(row.At) == limit.WindowOf(time.GetUtcNow())).ToList()
        select new BudgetUsage
        {
            Setting = limit.Setting,
            Period = limit.Period,
            LimitUsd = limit.Usd,
            SpentUsd = counted.Where(row => !row.IsOpen).Sum(row => row.AmountUsd),
            ReservedUsd = counted.Where(row => row.IsOpen).Sum(row => row.AmountUsd),
        };

    private async Task<T> InTransactionAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        lock (rows)
        {
            return work();
        }
    }

    private void Write(Row row) => rows[row.Request.ReservationId] = JsonSerializer.Serialize(row, StoredBudgetJsonContext.Default.Row);

    private static Row Read(string json) => JsonSerializer.Deserialize(json, StoredBudgetJsonContext.Default.Row)!;

    private static string? ValueOf(BudgetRequest request, string tag) => request.Tags?.FirstOrDefault(one => Same(one.Key, tag)).Value;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    internal sealed record Row(BudgetRequest Request, DateTimeOffset At, decimal AmountUsd, bool IsOpen, bool IsFinal);
}

[JsonSerializable(typeof(StoredBudget.Row))]
internal sealed partial class StoredBudgetJsonContext : JsonSerializerContext;
