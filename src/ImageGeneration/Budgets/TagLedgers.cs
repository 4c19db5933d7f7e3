using System.Collections.Frozen;

namespace ImageGeneration.Budgets;

/// <summary>Holds the ledgers of one tag: one for each value, one for all requests without it. Their number is bounded, but none is
/// dropped while a window of it has counted something: a value too many is refused instead. Not thread-safe: the budget locks.</summary>
internal sealed class TagLedgers
{
    private readonly BudgetSubject _each;
    private readonly BudgetLedger _untagged;
    private readonly FrozenDictionary<string, BudgetLedger> _named;
    private readonly Dictionary<string, BudgetLedger> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;
    private readonly int _maxValues;
    private long _sweptIn = long.MinValue;

    public TagLedgers(string tag, TagBudgetOptions options)
    {
        (_path, _maxValues) = ($"{BudgetLimit.Section}:Tags:{tag}", options.MaxValues);
        _each = new(BudgetLimit.AllOf(options, _path, [])) { Tag = tag };
        _untagged = new(_each);
        _named = options.Values.ToFrozenDictionary(
            own => own.Key,
            own => new BudgetLedger(_each with { Limits = BudgetLimit.AllOf(own.Value, $"{_path}:Values:{own.Key}", _each.Limits) }, own.Key),
            StringComparer.OrdinalIgnoreCase);
    }

    private string Tag => _each.Tag!;

    public void AddTo(List<BudgetLedger> all)
    {
        all.Add(_untagged);
        all.AddRange(_named.Values);
        all.AddRange(_values.Values);
    }

    /// <summary>Finds the ledger of the value that a request has.</summary>
    /// <param name="tags">The request's tags.</param>
    /// <param name="now">The time.</param>
    /// <param name="ledger">The ledger; null when nothing limits this value.</param>
    /// <param name="refusal">The reason why the value cannot be counted.</param>
    public bool TryFind(IReadOnlyDictionary<string, string>? tags, DateTimeOffset now, out BudgetLedger? ledger, out string? refusal)
    {
        refusal = null;
        var value = ValueIn(tags);
        if (value is not null && _named.TryGetValue(value, out ledger))
        {
            return true;
        }

        ledger = null;
        if (_each.Limits.Length == 0)
        {
            return true;
        }

        if (value is null)
        {
            ledger = _untagged;
            return true;
        }

        if (_values.TryGetValue(value, out ledger))
        {
            return true;
        }

        Sweep(now);
        if (_values.Count >= _maxValues)
        {
            refusal = $"Budget exceeded: {_maxValues} values of the tag {Tag} have spent something ({_path}:MaxValues), "
                + "and a further one could not be counted.";
            return false;
        }

        ledger = new(_each, value, this);
        return true;
    }

    public void Track(BudgetLedger ledger) => _values[ledger.Value!] = ledger;

    /// <summary>Gets the ledger that counts for the value of a ledger now: the ledger itself when there is no other.</summary>
    public BudgetLedger TrackedFor(BudgetLedger ledger)
    {
        if (!_values.TryGetValue(ledger.Value!, out var kept))
        {
            _values.Add(ledger.Value!, kept = ledger);
        }

        return kept;
    }

    public void Untrack(BudgetLedger ledger) => _values.Remove(ledger.Value!);

    private string? ValueIn(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is { Count: > 0 })
        {
            foreach (var (name, value) in tags)
            {
                if (string.Equals(name, Tag, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return null;
    }

    // Only when the shortest window has ended can a ledger have become idle that was not dropped when its last job was settled.
    private void Sweep(DateTimeOffset now)
    {
        var window = _each.Limits[^1].WindowOf(now);
        if (window == _sweptIn)
        {
            return;
        }

        _sweptIn = window;
        foreach (var ledger in _values.Values)
        {
            if (ledger.IsIdle(now))
            {
                _values.Remove(ledger.Value!);
            }
        }
    }
}
