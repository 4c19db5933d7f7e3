namespace ImageGeneration.Resilience;

/// <summary>Reads in the order in which they fall due, a heap in which each knows its place, so that any of them leaves quickly.</summary>
internal sealed class ReadQueue
{
    private ReadTurn[] _turns = new ReadTurn[16];

    public int Count { get; private set; }

    public ReadTurn? First => Count > 0 ? _turns[0] : null;

    public void Add(ReadTurn turn)
    {
        if (Count == _turns.Length)
        {
            Array.Resize(ref _turns, Count * 2);
        }

        Rise(turn, Count++);
    }

    public void Remove(ReadTurn turn)
    {
        var place = turn.Place;
        turn.Place = -1;
        var last = _turns[--Count];
        _turns[Count] = null!;
        if (last == turn)
        {
            return;
        }

        if (place > 0 && last.Due < _turns[(place - 1) / 2].Due)
        {
            Rise(last, place);
        }
        else
        {
            Sink(last, place);
        }
    }

    private void Rise(ReadTurn turn, int place)
    {
        for (; place > 0 && turn.Due < _turns[(place - 1) / 2].Due; place = (place - 1) / 2)
        {
            Put(_turns[(place - 1) / 2], place);
        }

        Put(turn, place);
    }

    private void Sink(ReadTurn turn, int place)
    {
        for (var child = (2 * place) + 1; child < Count; place = child, child = (2 * place) + 1)
        {
            if (child + 1 < Count && _turns[child + 1].Due < _turns[child].Due)
            {
                child++;
            }

            if (turn.Due <= _turns[child].Due)
            {
                break;
            }

            Put(_turns[child], place);
        }

        Put(turn, place);
    }

    private void Put(ReadTurn turn, int place)
    {
        _turns[place] = turn;
        turn.Place = place;
    }
}
