namespace ImageGeneration.Simulator;

/// <summary>Represents a status that a simulated job reports for a while, in the provider's word; see
/// <see cref="FaultEffect.JobSteps"/>.</summary>
/// <param name="Status">The status, such as <c>starting</c> or <c>IN_PROGRESS</c>; it need not be one that the provider has.</param>
/// <param name="Duration">The duration, by the simulator's clock.</param>
public sealed record JobStep(string Status, TimeSpan Duration);
