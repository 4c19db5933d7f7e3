namespace ImageGeneration.Simulator.Replicate;

/// <summary>A complaint about an input, as <c>invalid_fields</c> carries it.</summary>
internal sealed record InvalidField(string Type, string Field, string Description);
