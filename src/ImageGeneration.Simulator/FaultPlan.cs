using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.Simulator;

/// <summary>Holds the fault rules of a running simulator; they may change at any time.</summary>
public sealed class FaultPlan
{
    private readonly SeededRandom _random;
    private readonly Lock _gate = new();
    private Entry[] _entries = [];

    internal FaultPlan(SeededRandom random) => _random = random;

    /// <summary>Adds a rule after the others and returns it.</summary>
    public FaultRule Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _entries = [.. _entries, new Entry(rule)];
        }

        return rule;
    }

    /// <summary>Adds rules that are written as JSON,
    /// <c>{"faults":[{"provider":"replicate","phase":"create","times":2,"effect":"reset"}]}</c> or a single one. Members are those of
    /// <see cref="FaultRule"/>, with <c>path</c>, a part of it, and <c>method</c> for the condition, and <c>script</c> beside
    /// <c>effect</c>; an effect is its name, or an object with <c>kind</c> and its parameters.</summary>
    /// <exception cref="FormatException">The text is not valid; the message names the path.</exception>
    public IReadOnlyList<FaultRule> AddJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var rules = FaultDocument.Read(json);
        foreach (var rule in rules)
        {
            Add(rule);
        }

        return rules;
    }

    /// <summary>Removes a rule; returns <see langword="false"/> when it was not there.</summary>
    public bool Remove(FaultRule rule)
    {
        lock (_gate)
        {
            var kept = _entries.Where(entry => !ReferenceEquals(entry.Rule, rule)).ToArray();
            var removed = kept.Length < _entries.Length;
            _entries = kept;
            return removed;
        }
    }

    /// <summary>Removes every rule.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries = [];
        }
    }

    /// <summary>Gets the rules, in the order in which they are tried.</summary>
    public IReadOnlyList<FaultRule> Rules => Array.ConvertAll(_entries, entry => entry.Rule);

    /// <summary>
    /// Returns how many times a rule has triggered, or how many steps of its script have been taken; 0 for an unknown rule.
    /// </summary>
    public int TriggerCount(FaultRule rule)
    {
        lock (_gate)
        {
            return Array.Find(_entries, entry => ReferenceEquals(entry.Rule, rule))?.TriggerCount ?? 0;
        }
    }

    /// <summary>
    /// Returns the effect that applies to the request, or null, and counts it. Effects on jobs and on answers are drawn separately.
    /// </summary>
    internal FaultEffect? Draw(RecordedRequest request, Func<string?> model, bool onJob)
    {
        if (_entries.Length == 0)
        {
            return null;
        }

        if (onJob && request.JobEffect is { } scripted)
        {
            return scripted;
        }

        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Rule.Effect is JobFault == onJob && Matches(entry.Rule, request, model) && Triggers(entry)
                    && Effect(entry, request) is { } effect)
                {
                    return effect;
                }
            }
        }

        return null;
    }

    // A script counts requests; its effect on a job waits until the request has created it.
    private static FaultEffect? Effect(Entry entry, RecordedRequest request)
    {
        if (entry.Rule.Effect is not ScriptFault script)
        {
            return entry.Rule.Effect;
        }

        var step = script.Steps[entry.TriggerCount - 1];
        request.JobEffect = step as JobFault ?? request.JobEffect;
        return step is JobFault ? null : step;
    }

    private static bool Matches(FaultRule rule, RecordedRequest request, Func<string?> model) =>
        (rule.Provider is null || rule.Provider == request.Provider)
        && (rule.Phase is null || rule.Phase == request.Phase)
        && (rule.Model is null || string.Equals(rule.Model, model(), StringComparison.OrdinalIgnoreCase))
        && (rule.When is null || rule.When(request));

    private bool Triggers(Entry entry)
    {
        var steps = entry.Rule.Effect is ScriptFault script ? script.Steps.Length : int.MaxValue;
        var max = Math.Min(steps, entry.Rule.Times ?? int.MaxValue);
        if (entry.Matched++ < entry.Rule.Skip || entry.TriggerCount >= max)
        {
            return false;
        }

        if (!_random.Chance(entry.Rule.Rate))
        {
            return false;
        }

        entry.TriggerCount++;
        return true;
    }

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public int Matched { get; set; }

        public int TriggerCount { get; set; }
    }
}
