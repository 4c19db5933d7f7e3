using System.Collections.Frozen;

namespace ImageGeneration.Budgets;

/// <summary>Holds all ledgers, and finds those that a job counts in. Not thread-safe: the budget locks.</summary>
internal sealed class BudgetLedgers
{
    private readonly BudgetLedger[] _process;
    private readonly FrozenDictionary<string, BudgetLedger[]> _processAndProvider;
    private readonly TagLedgers[] _tags;

    public BudgetLedgers(BudgetOptions options)
    {
        _process = Ledger(new(BudgetLimit.AllOf(options, BudgetLimit.Section, [])));
        _processAndProvider = options.Providers.ToFrozenDictionary(
            provider => provider.Key,
            provider => (BudgetLedger[])[.. _process, .. Ledger(Subject(provider.Key, provider.Value))],
            StringComparer.OrdinalIgnoreCase);
        _tags = [.. options.Tags.Select(tag => new TagLedgers(tag.Key, tag.Value))];
        IsEmpty = _process.Length == 0 && _tags.Length == 0 && _processAndProvider.Values.All(ledgers => ledgers.Length == 0);

        static BudgetSubject Subject(string provider, BudgetLimits limits) =>
            new(BudgetLimit.AllOf(limits, $"{BudgetLimit.Section}:Providers:{provider}", [])) { Provider = provider };

        static BudgetLedger[] Ledger(BudgetSubject subject) => subject.Limits.Length == 0 ? [] : [new(subject)];
    }

    /// <summary>Whether there is no limit at all.</summary>
    public bool IsEmpty { get; }

    /// <summary>Adds all ledgers, in the order in which they are reported.</summary>
    public void AddTo(List<BudgetLedger> all)
    {
        all.AddRange(_process);
        all.AddRange(_processAndProvider.Values.SelectMany(ledgers => ledgers[_process.Length..]));
        foreach (var tag in _tags)
        {
            tag.AddTo(all);
        }
    }

    /// <summary>Gets the ledgers that a job counts in: that of the process, that of the provider, then those of its tags'
    /// values.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tags">The request's tags.</param>
    /// <param name="now">The time.</param>
    /// <param name="refusal">The reason why a value cannot be counted; null when all can.</param>
    public BudgetLedger[] For(string provider, IReadOnlyDictionary<string, string>? tags, DateTimeOffset now, out string? refusal)
    {
        refusal = null;
        var untagged = _processAndProvider.GetValueOrDefault(provider, _process);
        if (_tags.Length == 0)
        {
            return untagged;
        }

        var all = new BudgetLedger[untagged.Length + _tags.Length];
        untagged.CopyTo(all, 0);
        var count = untagged.Length;
        foreach (var tag in _tags)
        {
            if (!tag.TryFind(tags, now, out var ledger, out refusal))
            {
                return [];
            }

            if (ledger is not null)
            {
                all[count++] = ledger;
            }
        }

        return count == all.Length ? all : all[..count];
    }
}
