namespace ImageGeneration.Budgets;

/// <summary>Represents whose spending is limited: that of the process, of a provider, or of each value of a tag; with the
/// limits.</summary>
internal sealed record BudgetSubject(BudgetLimit[] Limits)
{
    public string? Provider { get; init; }

    public string? Tag { get; init; }

    /// <summary>Returns words that follow an amount in a sentence. A value is not included: it may be a person's name, and sentences end
    /// up in logs.</summary>
    public string InWords(string? value) =>
        Provider is not null ? $" at {Provider}"
        : Tag is null ? ""
        : value is null ? $" for all requests without the tag {Tag}"
        : $" for this {Tag}";
}
