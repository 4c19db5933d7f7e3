namespace ImageGeneration.Budgets;

/// <summary>What is set aside for one job.</summary>
/// <param name="AmountUsd">US dollars.</param>
/// <param name="At">When it was made: it counts in the hour, day and month of that moment.</param>
/// <param name="Ledgers">Where it counts.</param>
internal readonly record struct Reservation(decimal AmountUsd, DateTimeOffset At, BudgetLedger[] Ledgers);
