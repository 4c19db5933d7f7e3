namespace ImageGeneration.Budgets;

/// <summary>Holds spending below its limits: reserved before a submit, settled or released after. Thread-safe. Replace it by registering
/// your own, for example over a shared store.</summary>
public interface IBudget
{
    /// <summary>Takes the estimated cost of one job out of what is left.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tags">The request's tags, or null.</param>
    /// <param name="amountUsd">US dollars; null when the price is unknown.</param>
    /// <param name="refusal">When refused: which limit, how much is left.</param>
    /// <returns>The reservation; null when there is no room.</returns>
    BudgetReservation? TryReserve(
        string provider, IReadOnlyDictionary<string, string>? tags, decimal? amountUsd, out string? refusal);

    /// <summary>Turns a reservation into what was really charged.</summary>
    /// <param name="reservation">From <see cref="TryReserve"/>; once.</param>
    /// <param name="actualUsd">US dollars; 0 gives it all back; null (unknown) leaves the estimate spent.</param>
    void Settle(BudgetReservation reservation, decimal? actualUsd);

    /// <summary>The bill of a job that was settled as unknown has come after all, as it was given up and has delivered: puts it in the
    /// place of the estimate. Never asked for most jobs; a budget that cannot do it keeps the estimate.</summary>
    /// <param name="reservation">From <see cref="TryReserve"/>, settled with null.</param>
    /// <param name="actualUsd">US dollars.</param>
    void Correct(BudgetReservation reservation, decimal actualUsd)
    {
    }

    /// <summary>What is spent, set aside and left now, limit by limit: those of the process, of providers, of tags, the longest period
    /// of each first. Values of tags are told that have spent something, and those with limits of their own.</summary>
    /// <returns>A snapshot, each limit at its own moment where there are many; empty without limits, and for a budget that cannot
    /// tell.</returns>
    IReadOnlyList<BudgetUsage> GetUsage() => [];
}

/// <summary>Money set aside for one job.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="AmountUsd">US dollars.</param>
/// <param name="At">When it was set aside: it counts in the hour, day and month of that moment.</param>
public sealed record BudgetReservation(string Provider, decimal AmountUsd, DateTimeOffset At);
