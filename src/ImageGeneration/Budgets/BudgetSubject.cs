namespace ImageGeneration.Budgets;

/// <summary>Whose spending is limited: all of the process, a provider, or each value of a tag; and the limits.</summary>
internal sealed record BudgetSubject(BudgetLimit[] Limits)
{
    public string? Provider { get; init; }

    public string? Tag { get; init; }

    /// <summary>To follow an amount in a sentence. A value is not told: it may be a person's name, and sentences end up in logs.</summary>
    public string InWords(string? value) =>
        Provider is not null ? $" at {Provider}"
        : Tag is null ? ""
        : value is null ? $" for all requests without the tag {Tag}"
        : $" for this {Tag}";
}
