namespace ImageGeneration.Providers.Kit;

/// <summary>What a call is for; the same fault means something else in each: a lost answer to a submit may be a paid job.</summary>
internal enum ProviderOperation
{
    Submit,
    Read,
    Cancel,
}
