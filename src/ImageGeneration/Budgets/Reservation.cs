namespace ImageGeneration.Budgets;

/// <summary>Represents what is reserved for one job.</summary>
/// <param name="AmountUsd">The amount in US dollars.</param>
/// <param name="At">The moment of the reservation: it counts in the hour, day and month of that moment.</param>
/// <param name="Ledgers">The ledgers that it counts in.</param>
internal readonly record struct Reservation(decimal AmountUsd, DateTimeOffset At, BudgetLedger[] Ledgers);
