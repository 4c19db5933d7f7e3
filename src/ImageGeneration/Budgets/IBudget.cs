namespace ImageGeneration.Budgets;

/// <summary>Holds spending below its limits: reserved before a job is submitted, settled after it. Thread-safe. Register an implementation
/// of your own to replace it, for example over a store that several machines share.</summary>
/// <remarks>A reservation is found by its id alone, by any instance over the same store, also after a restart of the process. The library
/// waits for an answer before a job as long as the request may last, and refuses the job where there is none; after a job it waits a few
/// seconds, and the call goes on by itself.</remarks>
public interface IBudget
{
    /// <summary>Sets the estimated cost of one job aside: under every limit that applies or under none.</summary>
    /// <param name="request">The job's provider, tags and estimate, and the id of the reservation. Asked again with the id of an open
    /// reservation, the answer is the same and nothing more is set aside.</param>
    /// <param name="cancellationToken">Ends the wait. A reservation that is made all the same is settled with 0.</param>
    /// <returns>Whether there is room; if not, which limit refuses and how much is left.</returns>
    ValueTask<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default);

    /// <summary>Puts what a job cost in the place of what was reserved for it, in the window of the moment of the reservation. A known cost
    /// is final: each further call changes nothing, and neither does one with an unknown id.</summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="actualUsd">US dollars; 0 gives everything back. Null, while the cost is unknown, counts the estimate as spent until a
    /// later call names the cost, as that of a job that was given up and has delivered after all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SettleAsync(Guid reservationId, decimal? actualUsd, CancellationToken cancellationToken = default);

    /// <summary>Gets what is spent, reserved and left now, limit by limit: those of the process, of providers, of tags, the longest period
    /// of each first. Of the values of tags those are told that have spent something, and those with limits of their own.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A snapshot, each limit at its own moment where there are many; empty without limits, and for a budget that cannot
    /// tell.</returns>
    ValueTask<IReadOnlyList<BudgetUsage>> GetUsageAsync(CancellationToken cancellationToken = default) => new([]);
}
