void Take(void *Extension);
void LetGo(void *Extension);
