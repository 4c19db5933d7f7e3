namespace ImageGeneration.Budgets;

/// <summary>Validates the limits by provider and by tag: a limit under an unknown name would limit nothing.</summary>
internal static class BudgetRules
{
    public static void Check(string path, BudgetOptions budget, IReadOnlyList<string> providers, List<string> failures)
    {
        foreach (var (name, limits) in budget.Providers)
        {
            if (!providers.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                failures.Add($"{path}:Providers:{name} is not a provider; the providers are {string.Join(", ", providers)}.");
            }

            CheckLimits($"{path}:Providers:{name}", limits, failures);
        }

        foreach (var (name, tag) in budget.Tags)
        {
            if (!BudgetTagRules.IsName(name))
            {
                failures.Add($"{path}:Tags:{name} is not a valid tag name: {BudgetTagRules.NameRule}.");
            }

            CheckLimits($"{path}:Tags:{name}", tag, failures);
            CheckValues($"{path}:Tags:{name}", tag, failures);
        }
    }

    private static void CheckValues(string path, TagBudgetOptions? tag, List<string> failures)
    {
        foreach (var (value, limits) in tag?.Values ?? new Dictionary<string, BudgetLimits>())
        {
            if (!BudgetTagRules.IsValue(value))
            {
                failures.Add($"{path}:Values:{value} is not a valid tag value: {BudgetTagRules.ValueRule}.");
            }

            CheckLimits($"{path}:Values:{value}", limits, failures);
        }

        if (tag?.MaxValues is < 1 or > TagBudgetOptions.ValuesLimit)
        {
            failures.Add($"{path}:MaxValues must be between 1 and {TagBudgetOptions.ValuesLimit}.");
        }
    }

    private static void CheckLimits(string path, BudgetLimits? limits, List<string> failures)
    {
        if (limits is null)
        {
            failures.Add($"{path} must not be null.");
            return;
        }

        Check(limits.PerHourUsd, nameof(limits.PerHourUsd));
        Check(limits.PerDayUsd, nameof(limits.PerDayUsd));
        Check(limits.PerMonthUsd, nameof(limits.PerMonthUsd));
        Check(limits.TotalUsd, nameof(limits.TotalUsd));

        void Check(decimal? usd, string setting)
        {
            if (usd is < 0 or > BudgetLimits.MaxUsd)
            {
                failures.Add($"{path}:{setting} must be between 0 and {BudgetLimits.MaxUsd}.");
            }
        }
    }
}
